package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.zoho.api.ZohoException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps a tenant's token where all its instances find it. */
public interface TokenStore {

    /** What is kept now, without waiting for a refresh under way. */
    Optional<Sealed> read() throws ZohoException;

    /**
     * Does something while no other instance does it for the same tenant.
     *
     * @throws ZohoException {@code UNAVAILABLE} when the database is away
     */
    <T> T exclusively(Exchange<T> exchange) throws ZohoException;

    /**
     * A token as it is kept.
     *
     * @param sealed encrypted; opaque to the store
     * @param refreshedAt when tokens were asked for in the last ten minutes, those refused too; oldest first
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on as it is, never compared as part of the record
    record Sealed(byte[] sealed, Instant expiresAt, List<Instant> refreshedAt) {}

    /** Runs with what is kept. */
    @FunctionalInterface
    interface Exchange<T> {
        T run(Session session) throws ZohoException;
    }

    /** What may be done in an exchange. */
    interface Session {
        Optional<Sealed> read() throws ZohoException;

        /** Kept at once, whatever comes after it in the exchange. */
        void write(Sealed token) throws ZohoException;
    }
}
