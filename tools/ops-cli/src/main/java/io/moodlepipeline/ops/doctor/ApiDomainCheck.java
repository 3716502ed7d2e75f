package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.net.URI;

/** Compares the API domain that is set with the one that Zoho named when it made the token. */
final class ApiDomainCheck {
    private static final String SUBJECT = "api_domain";

    private ApiDomainCheck() {}

    /** @param named null when Zoho named none */
    static Check of(String area, ZohoTenant tenant, URI named) {
        String set = tenant.apiDomain().getHost();
        if (named == null) {
            return Check.ok(area, SUBJECT, set + "; Zoho named none to compare it with");
        }
        if (set.equalsIgnoreCase(named.getHost())) {
            return Check.ok(area, SUBJECT, set + ", as Zoho names it");
        }
        String found = "is set to " + set + ", and Zoho names " + named.getHost() + " for this token";
        String remedy = "set api_domain to " + named;
        // Whether Zoho names a sandbox' own host is not known.
        return dataCentre(set).equalsIgnoreCase(dataCentre(named.getHost()))
                ? Check.warn(area, SUBJECT, found, remedy + ", unless the calls below work")
                : Check.fail(area, SUBJECT, found, remedy + ", or accounts_url to that data centre's");
    }

    private static String dataCentre(String host) {
        return host.substring(host.indexOf('.') + 1);
    }
}
