package io.moodlepipeline.gateway.tenants;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.HostName;
import inet.ipaddr.HostNameParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Optional;

/** Reads IP addresses and CIDR ranges as they are commonly written, and never asks DNS. */
public final class Addresses {
    private static final IPAddressStringParameters PLAIN =
            strict(new IPAddressStringParameters.Builder()).toParams();

    private static final HostNameParameters WITH_PORT = strict(
                    new HostNameParameters.Builder().allowEmpty(false).getAddressOptionsBuilder())
            .getParentBuilder()
            .toParams();

    private Addresses() {}

    /** The library also reads shortened and wildcard forms, which mean more addresses than they seem to. */
    private static IPAddressStringParameters.Builder strict(IPAddressStringParameters.Builder options) {
        options.allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowWildcardedSeparator(false)
                .allowMask(false)
                .setRangeOptions(RangeParameters.NO_RANGE)
                .getIPv4AddressParametersBuilder()
                .allow_inet_aton(false);
        return options;
    }

    /** One address, with or without a port behind it, as proxies write it. */
    public static Optional<IPAddress> address(String text) {
        HostName host = new HostName(text.strip(), WITH_PORT);
        return Optional.ofNullable(host.asAddress())
                .filter(address -> !address.isMultiple())
                .map(Addresses::withoutMapping);
    }

    /** One address or a range such as {@code 192.0.2.0/24}. */
    public static Optional<IPAddress> range(String text) {
        return Optional.ofNullable(new IPAddressString(text.strip(), PLAIN).getAddress())
                .map(range -> range.isPrefixed() ? range.toPrefixBlock() : range)
                .map(Addresses::withoutMapping);
    }

    /** An IPv4 client of a dual-stack socket is still that IPv4 client. */
    private static IPAddress withoutMapping(IPAddress address) {
        return address.isIPv6() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
    }
}
