package io.moodlepipeline.zohosimulator.fault;

/** Something that goes wrong with some calls. */
public record Fault(Calls calls, Effect effect) {
    public Fault {
        calls = calls == null ? new Calls(null, null, 0, 1) : calls;
        if (effect == null) {
            throw new IllegalArgumentException("A fault needs an effect");
        }
    }
}
