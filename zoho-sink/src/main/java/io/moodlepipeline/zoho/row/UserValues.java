package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.UserEvent;
import io.moodlepipeline.zoho.mapping.Source;
import java.util.Optional;

record UserValues(String tenant, UserEvent user) implements Values {

    @Override
    public Optional<Value> of(Source source) {
        return switch (source) {
            case TENANT -> Value.text(tenant);
            case USER_ID -> Value.number(user.userId());
            case USERNAME -> Value.text(user.username());
            case FIRST_NAME -> Value.text(user.firstName());
            case LAST_NAME -> Value.text(user.lastName());
            case FULL_NAME ->
                Value.text(user.firstName().strip() + " " + user.lastName().strip());
            case EMAIL -> Value.text(user.email());
            case ID_NUMBER -> Value.text(user.idNumber());
            case PHONE -> Value.text(user.phone());
            case CITY -> Value.text(user.city());
            case COUNTRY -> Value.text(user.country());
            case STUDENT_STATUS -> Value.text(status());
            case TIME_CREATED -> Value.time(user.timeCreated());
            case TIME_MODIFIED -> Value.time(user.timeModified());
            default -> throw new IllegalArgumentException(source + " is no value of a user");
        };
    }

    private String status() {
        if (user.deleted()) {
            return "Deleted";
        }
        return user.suspended() ? "Suspended" : "Active";
    }
}
