package io.moodlepipeline.zoho.api;

/**
 * The organisation.
 *
 * @param id Zoho's {@code zgid}
 * @param timeZone null when not said
 * @param edition {@code paid_type}, such as {@code enterprise}; null when not said
 * @param users licences bought; 0 when not said
 */
public record OrgInfo(String id, String timeZone, String edition, int users) {}
