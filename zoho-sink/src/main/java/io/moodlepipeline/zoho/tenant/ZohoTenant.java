package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.zoho.credit.Edition;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.oauth.OAuthCredentials;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One tenant's Zoho, as its operator set it.
 *
 * @param accountsUrl where tokens come from: scheme, host and port
 * @param apiDomain where calls go: scheme, host and port
 * @param match whether records that admissions made are looked for; the mapping then says by what
 * @param timeZone of the dates in Zoho
 * @param triggers automations in Zoho that writes shall run
 * @param edition empty: what Zoho says
 * @param users licences bought; empty: what Zoho says
 * @param dailyCredits empty: what the edition gives
 */
public record ZohoTenant(
        String name,
        URI accountsUrl,
        URI apiDomain,
        OAuthCredentials credentials,
        Mapping mapping,
        boolean match,
        ZoneId timeZone,
        List<String> triggers,
        Optional<Edition> edition,
        OptionalInt users,
        OptionalLong dailyCredits) {
    public ZohoTenant {
        triggers = List.copyOf(triggers);
    }
}
