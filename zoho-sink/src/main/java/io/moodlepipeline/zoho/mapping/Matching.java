package io.moodlepipeline.zoho.mapping;

import java.util.List;

/**
 * How students' records that admissions made are found, where a tenant wants that.
 *
 * @param fields API names of the fields that are compared, each mapped from the student's id number or e-mail
 * @param surnameField API name of the field that must hold the student's last name; mapped from it
 */
public record Matching(List<String> fields, String surnameField) {
    public Matching {
        fields = List.copyOf(fields);
    }
}
