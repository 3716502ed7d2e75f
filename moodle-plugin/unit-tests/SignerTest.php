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
 * Signatures.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\signer;
use PHPUnit\Framework\TestCase;

/**
 * What proves a request.
 */
final class SignerTest extends TestCase {
    /** @var string */
    private const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

    public function test_it_signs_as_the_example_of_standard_webhooks(): void {
        $headers = (new signer([self::SECRET]))->headers('msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}');
        $this->assertSame('msg_p5jXN8AQM9LWM0D4loKWxJek', $headers['webhook-id']);
        $this->assertSame('1614265330', $headers['webhook-timestamp']);
        $this->assertSame('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', $headers['webhook-signature']);
    }

    public function test_the_signature_of_the_body_is_made_with_the_secret_as_it_stands(): void {
        foreach (['secret', self::SECRET] as $secret) {
            $headers = (new signer([$secret]))->headers('1', 2, '{}');
            $this->assertSame(hash_hmac('sha256', '{}', $secret), $headers['X-Signature']);
        }
    }

    public function test_while_a_secret_rotates_both_sign_and_the_first_signs_where_only_one_can(): void {
        $both = (new signer(['old', 'new']))->headers('1', 2, '{}');
        [$old, $new] = [(new signer(['old']))->headers('1', 2, '{}'), (new signer(['', 'new']))->headers('1', 2, '{}')];
        $this->assertSame($old['webhook-signature'] . ' ' . $new['webhook-signature'], $both['webhook-signature']);
        $this->assertSame($old['X-Signature'], $both['X-Signature']);
        $this->assertNotSame($old['webhook-signature'], $new['webhook-signature']);
    }

    public function test_id_time_and_body_are_all_signed(): void {
        $sign = fn(...$of) => (new signer(['secret']))->headers(...$of)['webhook-signature'];
        $signatures = [$sign('1', 2, '{}'), $sign('2', 2, '{}'), $sign('1', 3, '{}'), $sign('1', 2, '[]')];
        $this->assertSame($signatures, array_unique($signatures));
    }

    public function test_without_a_secret_there_is_no_header(): void {
        $this->assertSame([], (new signer(['', '']))->headers('1', 2, '{}'));
    }

    public function test_a_secret_that_begins_as_one_of_standard_webhooks_must_go_on_so(): void {
        foreach (['secret' => true, self::SECRET => true, 'whsec_' => false, 'whsec_*' => false, 'whsec' => true] as $secret => $isusable) {
            $this->assertSame($isusable, signer::is_usable($secret), $secret);
        }
    }
}
