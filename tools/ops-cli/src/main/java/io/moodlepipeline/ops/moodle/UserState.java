package io.moodlepipeline.ops.moodle;

import java.sql.ResultSet;
import java.sql.SQLException;

/** What Moodle and the table {@code students} both say of a user. */
record UserState(
        long id,
        String username,
        String firstName,
        String lastName,
        String email,
        String idNumber,
        String phone,
        String city,
        String country,
        boolean suspended) {

    static final String COLUMNS =
            "moodle_user_id, username, first_name, last_name, email, id_number, phone, city, country, suspended";

    static UserState of(ResultSet row) throws SQLException {
        return new UserState(
                row.getLong("moodle_user_id"),
                row.getString("username"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("email"),
                row.getString("id_number"),
                row.getString("phone"),
                row.getString("city"),
                row.getString("country"),
                row.getBoolean("suspended"));
    }

    String hash() {
        return new StateHash()
                .integer(id)
                .textOrEmpty(username)
                .textOrEmpty(firstName)
                .textOrEmpty(lastName)
                .textOrEmpty(email)
                .textOrEmpty(idNumber)
                .textOrEmpty(phone)
                .textOrEmpty(city)
                .textOrEmpty(country)
                .truth(suspended)
                .hex();
    }
}
