package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a few calls at the same time. */
public final class ParallelCalls implements AutoCloseable {
    private final ExecutorService threads;
    private final int most;

    /** @param most calls at the same time, from 1 */
    public ParallelCalls(String name, int most) {
        this.most = most;
        this.threads = Executors.newFixedThreadPool(most, task -> {
            Thread thread = new Thread(task, name + "-call");
            thread.setDaemon(true);
            return thread;
        });
    }

    int most() {
        return most;
    }

    /**
     * Runs them all to their ends.
     *
     * @throws TargetException of the first that failed
     * @throws UnrecoverableException rather than that, when one of them met what only a person can mend
     */
    void run(List<Task> tasks) throws TargetException {
        List<Future<Void>> running = new ArrayList<>();
        for (Task task : tasks) {
            running.add(threads.submit(() -> {
                task.run();
                return null;
            }));
        }
        Failures failures = new Failures();
        for (Future<Void> each : running) {
            failures.await(each);
        }
        failures.rethrow();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One call, with all that belongs to it. */
    @FunctionalInterface
    interface Task {
        void run() throws TargetException;
    }

    /** What went wrong, the worst first. */
    private static final class Failures {
        private TargetException passing;
        private RuntimeException bug;
        private UnrecoverableException lasting;

        void await(Future<Void> task) throws TargetException {
            try {
                task.get();
            } catch (ExecutionException e) {
                note(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw TargetException.unavailable("interrupted while calls were under way", e);
            }
        }

        private void note(Throwable cause) {
            if (cause instanceof UnrecoverableException known) {
                lasting = lasting == null ? known : lasting;
            } else if (cause instanceof TargetException known) {
                passing = passing == null ? known : passing;
            } else if (cause instanceof RuntimeException unexpected) {
                bug = bug == null ? unexpected : bug;
            } else {
                throw new IllegalStateException("a call ended in an error of the machine", cause);
            }
        }

        void rethrow() throws TargetException {
            if (lasting != null) {
                throw lasting;
            }
            if (bug != null) {
                throw bug;
            }
            if (passing != null) {
                throw passing;
            }
        }
    }
}
