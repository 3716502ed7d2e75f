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

/**
 * Tests of the event ids.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\event_id;
use PHPUnit\Framework\TestCase;

/**
 * The order of the ids is that of the events.
 */
final class EventIdTest extends TestCase {
    /** @var float a time later than any real clock, so that what other tests made does not matter */
    private const LATER = 5000000000.0;

    public function test_it_is_a_uuid_of_version_7_with_the_time_in_front(): void {
        $id = event_id::of_the_past(1756713600, 0);
        $this->assertMatchesRegularExpression(
            '/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/',
            $id->uuid
        );
        $this->assertSame(1756713600000, hexdec(substr(str_replace('-', '', $id->uuid), 0, 12)));
        $this->assertSame(1756713600000, $id->milliseconds());
    }

    public function test_ids_of_one_moment_differ_and_rise(): void {
        $ids = array_map(fn() => event_id::next(self::LATER)->uuid, range(1, 20000));
        $sorted = $ids;
        sort($sorted, SORT_STRING);
        $this->assertSame($sorted, $ids);
        $this->assertCount(20000, array_unique($ids));
    }

    public function test_they_rise_when_the_clock_is_set_back(): void {
        $before = event_id::next(self::LATER + 100);
        $after = event_id::next(self::LATER);
        $this->assertGreaterThan(0, strcmp($after->uuid, $before->uuid));
    }

    public function test_a_users_next_id_is_later_than_the_last_one_even_of_a_clock_that_was_ahead(): void {
        $ahead = event_id::of_the_past((int)self::LATER + 1000000, 7);
        $next = event_id::next(self::LATER + 200, $ahead->milliseconds());
        $this->assertGreaterThan(0, strcmp($next->uuid, $ahead->uuid));
        // Others are not carried along.
        $this->assertLessThan(0, strcmp(event_id::next(self::LATER + 201)->uuid, $ahead->uuid));
    }

    public function test_the_past_keeps_its_second_and_its_order(): void {
        $first = event_id::of_the_past(1756713600, 1);
        $second = event_id::of_the_past(1756713600, 2);
        $last = event_id::of_the_past(1756713600, PHP_INT_MAX);
        $next = event_id::of_the_past(1756713601, 0);
        $ids = [$first->uuid, $second->uuid, $last->uuid, $next->uuid];
        $sorted = $ids;
        sort($sorted, SORT_STRING);
        $this->assertSame($sorted, $ids);
        $this->assertSame(1756713600, intdiv($last->milliseconds(), 1000));
    }
}
