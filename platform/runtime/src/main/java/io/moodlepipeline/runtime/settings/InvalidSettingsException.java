package io.moodlepipeline.runtime.settings;

import java.util.List;

/** The service cannot start with these settings. The message lists every problem by the setting's name, and no value. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSettingsException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
