package io.moodlepipeline.zohosimulator.oauth;

import java.time.Instant;

/** @param orgId whose records it opens */
record AccessToken(String value, String orgId, Instant expiresAt) {
    @Override
    public String toString() {
        return "AccessToken[" + orgId + ", until " + expiresAt + "]";
    }
}
