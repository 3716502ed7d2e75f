package io.moodlepipeline.zoho.tenant;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where credentials and students' data are sent: encrypted, unless it stays on this machine. */
final class ZohoUrl {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private ZohoUrl() {}

    /** Scheme, host and port; empty for anything else. */
    static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean plain = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && ("".equals(uri.getRawPath()) || "/".equals(uri.getRawPath()));
            return plain && uri.getHost() != null && isSafe(uri)
                    ? Optional.of(new URI(uri.getScheme(), uri.getAuthority(), null, null, null))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isSafe(URI uri) {
        return "https".equals(uri.getScheme())
                || ("http".equals(uri.getScheme())
                        && LOOPBACK.matcher(uri.getHost()).matches());
    }
}
