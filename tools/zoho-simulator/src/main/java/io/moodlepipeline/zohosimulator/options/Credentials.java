package io.moodlepipeline.zohosimulator.options;

/** What a client proves itself with. */
public record Credentials(String clientId, String clientSecret, String refreshToken) {
    @Override
    public String toString() {
        return "Credentials[" + clientId + "]";
    }
}
