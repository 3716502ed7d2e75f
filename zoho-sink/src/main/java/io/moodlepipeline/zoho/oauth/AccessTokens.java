package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.zoho.api.ZohoException;

/** Where a tenant's calls get their access token from. For several threads. */
public interface AccessTokens {

    /**
     * The token in use, refreshed when it is about to expire.
     *
     * @throws ZohoException {@code CONFIGURATION} when a person has to mend the credentials; {@code THROTTLED} when there is no live
     *     token and no more may be asked for yet; {@code UNAVAILABLE} when the accounts server or the ledger database is away
     */
    AccessToken current() throws ZohoException;

    /** A token other than the one that Zoho has just refused; refreshed only if nobody has done so meanwhile. */
    AccessToken insteadOf(AccessToken refused) throws ZohoException;
}
