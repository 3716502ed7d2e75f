package io.moodlepipeline.localstack.up;

import io.moodlepipeline.testkit.LocalPort;

/** A port of the stack and the option that changes it. */
record StackPort(LocalPort port, String option) {
    static StackPort of(String purpose, int numberOrZero, String option) {
        return new StackPort(LocalPort.of(purpose, numberOrZero), option);
    }

    int number() {
        return port.number();
    }

    @Override
    public String toString() {
        return "port " + number() + " for " + port.purpose() + " (change it with " + option + ")";
    }
}
