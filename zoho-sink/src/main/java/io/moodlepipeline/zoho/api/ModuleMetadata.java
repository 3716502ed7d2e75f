package io.moodlepipeline.zoho.api;

/**
 * A module as Zoho describes it.
 *
 * @param generatedType {@code custom} for the ones a school made itself
 * @param visible whether its status is {@code visible}
 */
public record ModuleMetadata(
        String apiName,
        String generatedType,
        boolean apiSupported,
        boolean creatable,
        boolean editable,
        boolean visible) {}
