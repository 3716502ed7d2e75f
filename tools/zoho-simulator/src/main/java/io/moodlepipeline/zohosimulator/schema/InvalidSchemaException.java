package io.moodlepipeline.zohosimulator.schema;

import java.util.List;

/** A schema that Zoho would not let an administrator set up, or that cannot be read. Names every mistake. */
public final class InvalidSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSchemaException(List<String> problems) {
        super("The schema does not work:\n  " + String.join("\n  ", problems));
    }
}
