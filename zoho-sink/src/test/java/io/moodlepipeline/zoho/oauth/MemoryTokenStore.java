package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.zoho.api.ZohoException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A store in memory, which can be away. */
public final class MemoryTokenStore implements TokenStore {
    private final ReentrantLock exclusive = new ReentrantLock();
    private volatile Sealed kept;
    private volatile boolean away;

    public void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public Optional<Sealed> read() throws ZohoException {
        requireThere();
        return Optional.ofNullable(kept);
    }

    @Override
    public <T> T exclusively(Exchange<T> exchange) throws ZohoException {
        requireThere();
        exclusive.lock();
        try {
            return exchange.run(new Session() {
                @Override
                public Optional<Sealed> read() throws ZohoException {
                    return MemoryTokenStore.this.read();
                }

                @Override
                public void write(Sealed token) throws ZohoException {
                    requireThere();
                    kept = token;
                }
            });
        } finally {
            exclusive.unlock();
        }
    }

    private void requireThere() throws ZohoException {
        if (away) {
            throw new ZohoException(ZohoException.Kind.UNAVAILABLE, "NO_DATABASE", "away", false, null, null);
        }
    }
}
