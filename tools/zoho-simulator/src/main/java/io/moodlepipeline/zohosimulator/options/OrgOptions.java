package io.moodlepipeline.zohosimulator.options;

import java.time.ZoneId;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One organisation.
 *
 * @param id its {@code zgid}
 * @param scopes what its refresh token was granted
 * @param creditLimit credits for a rolling day, where they shall not follow from edition and users
 */
public record OrgOptions(
        String id,
        Credentials credentials,
        Set<String> scopes,
        Edition edition,
        int users,
        OptionalLong creditLimit,
        ZoneId timeZone) {

    /** All that the sink and its doctor need. */
    public static final Set<String> ALL_SCOPES = Set.of(
            "ZohoCRM.modules.ALL",
            "ZohoCRM.coql.READ",
            "ZohoCRM.settings.modules.READ",
            "ZohoCRM.settings.fields.READ",
            "ZohoCRM.org.READ");

    public OrgOptions {
        scopes = Set.copyOf(scopes);
    }

    /** The organisation of a simulator that is told of none. */
    public static OrgOptions defaults() {
        return new OrgOptions(
                "700000001",
                new Credentials("simulator-client", "simulator-secret", "simulator-refresh-token"),
                ALL_SCOPES,
                Edition.ENTERPRISE,
                10,
                OptionalLong.empty(),
                ZoneId.of("Europe/London"));
    }

    public OrgOptions withId(String newId) {
        return new OrgOptions(newId, credentials, scopes, edition, users, creditLimit, timeZone);
    }

    public OrgOptions withCredentials(Credentials newCredentials) {
        return new OrgOptions(id, newCredentials, scopes, edition, users, creditLimit, timeZone);
    }

    public OrgOptions withScopes(Set<String> newScopes) {
        return new OrgOptions(id, credentials, newScopes, edition, users, creditLimit, timeZone);
    }

    public OrgOptions withEdition(Edition newEdition, int newUsers) {
        return new OrgOptions(id, credentials, scopes, newEdition, newUsers, creditLimit, timeZone);
    }

    public OrgOptions withCredits(long limit) {
        return new OrgOptions(id, credentials, scopes, edition, users, OptionalLong.of(limit), timeZone);
    }

    public OrgOptions withTimeZone(ZoneId zone) {
        return new OrgOptions(id, credentials, scopes, edition, users, creditLimit, zone);
    }

    /** Credits for a rolling day. */
    public long credits() {
        return creditLimit.orElseGet(() -> edition.credits(users));
    }
}
