package io.moodlepipeline.zohosimulator.oauth;

import java.util.function.Function;

/** What became of asking for a token. */
sealed interface Issued {
    <T> T fold(Function<Token, T> token, Function<Refused, T> refused, Function<Throttled, T> throttled);

    record Token(AccessToken token, String scope) implements Issued {
        @Override
        public <T> T fold(Function<Token, T> token, Function<Refused, T> refused, Function<Throttled, T> throttled) {
            return token.apply(this);
        }
    }

    /** @param error such as {@code invalid_code} */
    record Refused(String error) implements Issued {
        @Override
        public <T> T fold(Function<Token, T> token, Function<Refused, T> refused, Function<Throttled, T> throttled) {
            return refused.apply(this);
        }
    }

    record Throttled() implements Issued {
        @Override
        public <T> T fold(Function<Token, T> token, Function<Refused, T> refused, Function<Throttled, T> throttled) {
            return throttled.apply(this);
        }
    }
}
