package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.zoho.api.ZohoException;
import java.util.Optional;

/** Keeps a token for one run, for who comes before the ledger that instances share. */
public final class RunTokenStore implements TokenStore, TokenStore.Session {
    private Optional<Sealed> kept = Optional.empty();

    @Override
    public Optional<Sealed> read() {
        return kept;
    }

    @Override
    public void write(Sealed token) {
        kept = Optional.of(token);
    }

    @Override
    public <T> T exclusively(Exchange<T> exchange) throws ZohoException {
        return exchange.run(this);
    }
}
