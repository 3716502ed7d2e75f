package io.moodlepipeline.localstack.up;

/** Ports for tests: whatever is free. */
final class FreePorts {
    private FreePorts() {}

    static StackPorts choose() {
        return withGateway(0);
    }

    static StackPorts withGateway(int gateway) {
        return new StackPorts(
                StackPort.of("the gateway", gateway, "--gateway-port"),
                StackPort.of("the Kafka broker", 0, "--kafka-port"),
                StackPort.of("the Kafka controller", 0, "--controller-port"),
                StackPort.of("PostgreSQL", 0, "--postgres-port"),
                StackPort.of("the simulator of Zoho", 0, "--zoho-port"),
                StackPorts.management(0));
    }
}
