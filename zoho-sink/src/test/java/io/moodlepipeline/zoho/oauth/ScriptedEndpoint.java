package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.runtime.settings.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes {@code token-1}, {@code token-2} and so on, unless told to answer otherwise. */
final class ScriptedEndpoint implements TokenEndpoint {
    static final Duration LIFE = Duration.ofHours(1);
    static final URI API_DOMAIN = URI.create("https://www.zohoapis.eu");

    private final AtomicInteger asked = new AtomicInteger();
    private volatile TokenAnswer answer;
    private volatile Runnable meanwhile = () -> {};

    void answers(TokenAnswer always) {
        answer = always;
    }

    void grants() {
        answer = null;
    }

    /** Happens while a token is asked for. */
    void meanwhile(Runnable action) {
        meanwhile = action;
    }

    int asked() {
        return asked.get();
    }

    @Override
    public TokenAnswer refresh() {
        int number = asked.incrementAndGet();
        meanwhile.run();
        TokenAnswer always = answer;
        return always == null ? new TokenAnswer.Granted(new Secret("token-" + number), API_DOMAIN, LIFE) : always;
    }
}
