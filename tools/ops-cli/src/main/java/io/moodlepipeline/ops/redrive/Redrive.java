package io.moodlepipeline.ops.redrive;

import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a redrive of one letter comes to. */
public sealed interface Redrive {

    <R> R fold(Function<Send, R> whenSent, Function<Obstacle, R> whenNot);

    /** In a few words, the same for all letters with which the same is done. */
    default String summary() {
        return fold(
                send -> send.action() == LetterAction.REDRIVEN
                        ? "goes back to its consumer"
                        : "is valid now, goes to all consumers",
                obstacle -> obstacle.stillRefused() ? "is still refused" : "cannot be redriven");
    }

    /**
     * A record can be sent.
     *
     * @param action what is noted once the brokers have it: redriven, to be resolved by the consumer; or resolved at once, for what
     *     the gateway had refused and nobody has to report on
     */
    record Send(ProducerRecord<byte[], byte[]> record, LetterAction action) implements Redrive {
        @Override
        public <R> R fold(Function<Send, R> whenSent, Function<Obstacle, R> whenNot) {
            return whenSent.apply(this);
        }
    }

    /**
     * Nothing can be sent; the letter stays as it is.
     *
     * @param stillRefused whether the gateway would refuse it again
     * @param why a sentence of ours that says what to do, without data
     */
    record Obstacle(boolean stillRefused, String why) implements Redrive {
        @Override
        public <R> R fold(Function<Send, R> whenSent, Function<Obstacle, R> whenNot) {
            return whenNot.apply(this);
        }
    }
}
