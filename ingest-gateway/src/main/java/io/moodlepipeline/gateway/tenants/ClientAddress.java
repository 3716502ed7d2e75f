package io.moodlepipeline.gateway.tenants;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds the address a request really comes from. Only proxies named in the settings are believed: the client is the rightmost
 * forwarded address that is not one of them. Whatever a client writes into the header stands further left and is not read.
 */
public final class ClientAddress {
    private final List<IPAddress> trustedProxies;

    public ClientAddress(List<IPAddress> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * @param peer the address at the other end of the connection
     * @param forwarded all addresses of {@code X-Forwarded-For}, left to right
     * @return empty when the deciding address cannot be read
     */
    public Optional<IPAddress> of(String peer, List<String> forwarded) {
        Optional<IPAddress> client = Addresses.address(peer);
        for (int i = forwarded.size() - 1;
                i >= 0 && client.filter(this::isProxy).isPresent();
                i--) {
            client = Addresses.address(forwarded.get(i));
        }
        return client;
    }

    private boolean isProxy(IPAddress address) {
        return trustedProxies.stream().anyMatch(proxy -> proxy.contains(address));
    }
}
