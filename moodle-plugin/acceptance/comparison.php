<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

namespace local_backend_sync\acceptance;

/**
 * Rows of one kind on both sides, and what is not the same.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class comparison {
    /** @var string[] Key and what is wrong with it. */
    private array $findings = [];

    /** @var int[] How many of each outcome. */
    private array $counts = ['equal' => 0, 'gone' => 0, 'missing' => 0, 'different' => 0, 'extra' => 0];

    /**
     * Takes both sides as columns by name, by key. A row with gone says only that it is there no longer.
     *
     * @param array[] $moodle
     * @param array[] $pipeline
     */
    public function __construct(
        /** @var array[] */
        private readonly array $moodle,
        /** @var array[] */
        private readonly array $pipeline
    ) {
        foreach ($moodle as $key => $row) {
            $this->compare($key, $row, $pipeline[$key] ?? null);
        }
        foreach (array_diff_key($pipeline, $moodle) as $key => $row) {
            $this->compare($key, null, $row);
        }
    }

    /**
     * Prints how many there are of each, and the first findings.
     *
     * @param string $kind
     * @param int $show 0 for all
     * @param bool $values whether to say what differs
     */
    public function print(string $kind, int $show, bool $values): void {
        echo str_pad($kind, 11);
        foreach ($this->counts as $outcome => $count) {
            printf('  %s %d', $outcome, $count);
        }
        echo "\n";
        foreach (array_slice($this->findings, 0, $show ?: null, true) as $key => $finding) {
            echo "  $key: $finding\n";
            foreach ($values ? $this->differing($key) : [] as $column => [$ours, $theirs]) {
                printf("      %s: Moodle %s, pipeline %s\n", $column, self::shown($ours), self::shown($theirs));
            }
        }
        if (count($this->findings) > $show && $show) {
            printf("  and %d more\n", count($this->findings) - $show);
        }
    }

    /**
     * How many rows are not the same.
     *
     * @return int
     */
    public function findings(): int {
        return count($this->findings);
    }

    /**
     * Compares one row.
     *
     * @param string $key
     * @param array|null $ours Moodle's
     * @param array|null $theirs the pipeline's
     */
    private function compare(string $key, ?array $ours, ?array $theirs): void {
        $here = $ours !== null && !$ours['gone'];
        $there = $theirs !== null && !$theirs['gone'];
        if (!$here && !$there) {
            $this->counts['gone']++;
        } else if (!$there) {
            $this->found($key, 'missing', $theirs === null ? '' : ': the pipeline says it was deleted');
        } else if (!$here) {
            $this->found($key, 'extra', $ours === null ? '' : ': Moodle says it was deleted');
        } else if ($columns = $this->differing($key)) {
            $this->found($key, 'different', ': ' . implode(', ', array_keys($columns)));
        } else {
            $this->counts['equal']++;
        }
    }

    /**
     * Keeps a finding.
     *
     * @param string $key
     * @param string $outcome
     * @param string $why
     */
    private function found(string $key, string $outcome, string $why): void {
        $this->counts[$outcome]++;
        $this->findings[$key] = $outcome . $why;
    }

    /**
     * The columns that differ.
     *
     * @param string $key
     * @return array[] Moodle's value and the pipeline's by column
     */
    private function differing(string $key): array {
        $differing = [];
        foreach ($this->moodle[$key] ?? [] as $column => $value) {
            if ($column === 'gone') {
                continue;
            }
            $other = $this->pipeline[$key][$column] ?? null;
            if (isset($this->pipeline[$key]) && (string) $value !== (string) $other) {
                $differing[$column] = [$value, $other];
            }
        }
        return $differing;
    }

    /**
     * A value in a line of its own, however long it is.
     *
     * @param string|null $value
     * @return string
     */
    private static function shown(?string $value): string {
        return $value === null ? 'none' : json_encode(mb_strimwidth($value, 0, 80, '…'), JSON_UNESCAPED_UNICODE);
    }
}
