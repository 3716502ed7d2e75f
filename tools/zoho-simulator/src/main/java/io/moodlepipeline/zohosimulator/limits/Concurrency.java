package io.moodlepipeline.zohosimulator.limits;

import java.util.Optional;

/** An organisation's calls in flight; those that are complex share a pool of their own besides. */
public final class Concurrency {
    /** In every edition. */
    public static final int COMPLEX_CALLS = 10;

    /** A call in flight. */
    public final class Slot implements AutoCloseable {
        private final boolean complex;

        /** How many were in flight when this one came, itself included. */
        private final int position;

        private Slot(boolean complex, int position) {
            this.complex = complex;
            this.position = position;
        }

        public int position() {
            return position;
        }

        @Override
        public void close() {
            leave(complex);
        }
    }

    private final int limit;
    private int calls;
    private int complexCalls;
    private int most;
    private int mostComplex;

    public Concurrency(int limit) {
        this.limit = limit;
    }

    /** Empty when there are too many already. */
    public synchronized Optional<Slot> enter(boolean complex) {
        if (calls >= limit || (complex && complexCalls >= COMPLEX_CALLS)) {
            return Optional.empty();
        }
        calls++;
        most = Math.max(most, calls);
        if (complex) {
            complexCalls++;
            mostComplex = Math.max(mostComplex, complexCalls);
        }
        return Optional.of(new Slot(complex, calls));
    }

    private synchronized void leave(boolean complex) {
        calls--;
        if (complex) {
            complexCalls--;
        }
    }

    /** How many were in flight now. */
    public synchronized int calls() {
        return calls;
    }

    /** The most that ever were in flight at once. */
    public synchronized int most() {
        return most;
    }

    public synchronized int mostComplex() {
        return mostComplex;
    }
}
