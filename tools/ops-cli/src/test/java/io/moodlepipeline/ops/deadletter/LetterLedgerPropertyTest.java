package io.moodlepipeline.ops.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The ledger forgets what cannot matter any more; the same rules without forgetting must give the same states. */
class LetterLedgerPropertyTest {
    private static final LetterIdentity IDENTITY = new LetterIdentity("default", "one event", "db-writer");
    private static final LetterIdentity ANOTHER_SCHOOLS = new LetterIdentity("other", "one event", "db-writer");

    @Property(tries = 20_000)
    void howPartitionsInterleaveMakesNoDifference(@ForAll long seed) {
        Random random = new Random(seed);
        List<List<Letter>> letters = List.of(letters(random, 0), letters(random, 1));
        List<List<AuditRecord>> audits = List.of(audits(random), audits(random));

        LetterLedger ledger = new LetterLedger();
        List<Deque<Runnable>> partitions = new ArrayList<>();
        letters.forEach(partition -> partitions.add(additions(partition, ledger::letter)));
        for (int number = 0; number < audits.size(); number++) {
            int partition = number;
            partitions.add(additions(audits.get(number), audit -> ledger.audit(audit, partition)));
        }
        inAnyOrder(random, partitions);

        assertThat(ledger.find(IDENTITY)).isEqualTo(expected(letters, audits));
    }

    @Property(tries = 2000)
    void whatIsThereTwiceCountsOnce(@ForAll long seed) {
        Random random = new Random(seed);
        List<Letter> letters = letters(random, 0);
        List<AuditRecord> audits = audits(random);
        LetterLedger once = new LetterLedger();
        LetterLedger twice = new LetterLedger();
        letters.forEach(letter -> {
            once.letter(letter);
            twice.letter(letter);
            twice.letter(letter);
        });
        audits.forEach(audit -> {
            once.audit(audit, 0);
            twice.audit(audit, 0);
            twice.audit(audit, 0);
        });

        assertThat(twice.find(IDENTITY)).isEqualTo(once.find(IDENTITY));
    }

    private static Optional<TrackedLetter> expected(List<List<Letter>> letters, List<List<AuditRecord>> audits) {
        Optional<Letter> newest = letters.stream()
                .filter(partition -> !partition.isEmpty())
                .map(partition -> partition.get(partition.size() - 1))
                .max(Comparator.comparing(Letter::failedAt)
                        .thenComparingInt(letter -> letter.position().partition()));
        return newest.map(letter -> new TrackedLetter(letter, expected(letter, audits)));
    }

    private static LetterState expected(Letter letter, List<List<AuditRecord>> audits) {
        List<List<AuditRecord>> covering = audits.stream()
                .map(partition -> partition.stream()
                        .filter(audit -> covers(audit, letter))
                        .toList())
                .toList();
        if (covering.stream().flatMap(List::stream).anyMatch(audit -> audit.action() == LetterAction.RESOLVED)) {
            return LetterState.RESOLVED;
        }
        AuditRecord last = null;
        for (List<AuditRecord> partition : covering) {
            AuditRecord lastHere = partition.isEmpty() ? null : partition.get(partition.size() - 1);
            if (lastHere != null && (last == null || !lastHere.at().isBefore(last.at()))) {
                last = lastHere;
            }
        }
        return last == null ? LetterState.OPEN : LetterState.after(last.action());
    }

    private static boolean covers(AuditRecord audit, Letter letter) {
        return !audit.identity().equals(ANOTHER_SCHOOLS) && reaches(audit, letter);
    }

    private static boolean reaches(AuditRecord audit, Letter letter) {
        return audit.letter() == null
                ? letter.failedAt().isBefore(audit.at())
                : audit.letter().partition() == letter.position().partition()
                        && audit.letter().offset() >= letter.position().offset();
    }

    private static List<Letter> letters(Random random, int partition) {
        return Stream.iterate(0, offset -> offset + 1)
                .limit(random.nextInt(4))
                .map(offset -> letter(new LetterPosition(partition, offset), random.nextInt(10)))
                .toList();
    }

    private static Letter letter(LetterPosition position, int second) {
        return new Letter(
                position,
                IDENTITY,
                "REFUSED_BY_DATABASE",
                "default",
                "user_created",
                7,
                1,
                Instant.ofEpochSecond(second),
                true);
    }

    private static List<AuditRecord> audits(Random random) {
        LetterAction[] actions = LetterAction.values();
        List<LetterIdentity> identities = List.of(IDENTITY, IDENTITY, IDENTITY.ofAnyTenant(), ANOTHER_SCHOOLS);
        return Stream.generate(() -> new AuditRecord(
                        actions[random.nextInt(actions.length)],
                        identities.get(random.nextInt(identities.size())),
                        random.nextInt(5) == 0 ? null : new LetterPosition(random.nextInt(2), random.nextInt(4)),
                        null,
                        Instant.ofEpochSecond(random.nextInt(10)),
                        "somebody",
                        ""))
                .limit(random.nextInt(5))
                .toList();
    }

    private static <T> Deque<Runnable> additions(List<T> partition, java.util.function.Consumer<T> add) {
        Deque<Runnable> additions = new ArrayDeque<>();
        partition.forEach(element -> additions.add(() -> add.accept(element)));
        return additions;
    }

    private static void inAnyOrder(Random random, List<Deque<Runnable>> partitions) {
        while (partitions.stream().anyMatch(partition -> !partition.isEmpty())) {
            Optional.of(partitions.get(random.nextInt(partitions.size())))
                    .map(Deque::poll)
                    .filter(Objects::nonNull)
                    .ifPresent(Runnable::run);
        }
    }
}
