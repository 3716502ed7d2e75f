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
 * Settings and how they are saved.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\admin\number_setting;
use local_backend_sync\admin\receiver_url_setting;
use local_backend_sync\admin\secret_setting;
use local_backend_sync\admin\tenant_setting;
use local_backend_sync\local\answer;
use local_backend_sync\local\pause;
use local_backend_sync\local\settings;

/**
 * The settings page and the reading of what it saved.
 *
 * @covers \local_backend_sync\local\settings
 * @covers \local_backend_sync\local\receiver_url
 * @covers \local_backend_sync\admin\secret_setting
 * @covers \local_backend_sync\admin\receiver_url_setting
 * @covers \local_backend_sync\admin\tenant_setting
 * @covers \local_backend_sync\admin\number_setting
 */
final class settings_test extends advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once($CFG->libdir . '/adminlib.php');
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * What is stored.
     *
     * @param string $name
     * @return mixed
     */
    private static function stored(string $name) {
        return get_config('local_backend_sync', $name);
    }

    /**
     * Saves settings as the page does.
     *
     * @param array $values by name
     * @return string[] what is wrong, by name
     */
    private static function save(array $values): array {
        $data = [];
        foreach ($values as $name => $value) {
            $data["s_local_backend_sync_$name"] = $value;
        }
        admin_get_root(true, true);
        admin_write_settings($data);
        $errors = [];
        foreach (admin_get_root()->errors as $fullname => $error) {
            $errors[substr($fullname, strlen('s_local_backend_sync_'))] = $error->error;
        }
        return $errors;
    }

    /**
     * The token of a site that ran the first version.
     */
    public function test_secret_that_was_stored_in_clear_is_encrypted_when_it_is_read(): void {
        set_config('api_token', 'clear', 'local_backend_sync');

        $this->assertSame('clear', settings::secret('api_token'));
        $this->assertTrue(settings::is_encrypted(self::stored('api_token')));
        $this->assertStringNotContainsString('clear', self::stored('api_token'));
        $this->assertSame('clear', settings::secret('api_token'));
    }

    /**
     * A secret from the page.
     */
    public function test_secret_is_saved_encrypted_and_shown_nowhere(): void {
        global $DB;
        $this->assertSame([], self::save(['api_token' => ['value' => ' s3cret-value ']]));

        $this->assertTrue(settings::is_encrypted(self::stored('api_token')));
        $this->assertSame('s3cret-value', settings::secret('api_token'));
        $setting = new secret_setting('local_backend_sync/api_token', 'API token', '');
        $html = $setting->output_html($setting->get_setting());
        $this->assertStringNotContainsString('s3cret-value', $html);
        $this->assertStringNotContainsString('sodium:', $html);
        $log = $DB->get_records('config_log', ['plugin' => 'local_backend_sync', 'name' => 'api_token'], 'id DESC');
        $this->assertSame('********', reset($log)->value);
    }

    /**
     * An empty field is no wish to remove a secret.
     */
    public function test_empty_secret_keeps_the_stored_one_until_its_box_is_ticked(): void {
        self::save(['signing_secret' => ['value' => 'one']]);

        self::save(['signing_secret' => ['value' => '']]);
        $this->assertSame('one', settings::secret('signing_secret'));

        self::save(['signing_secret' => ['value' => 'two', 'remove' => '1']]);
        $this->assertSame('two', settings::secret('signing_secret'));

        self::save(['signing_secret' => ['value' => '', 'remove' => '1']]);
        $this->assertSame('', settings::secret('signing_secret'));
    }

    /**
     * A secret goes into a header.
     */
    public function test_secret_of_several_lines_is_refused(): void {
        $errors = self::save(['api_token' => ['value' => "a\r\nX-Evil: b"]]);

        $this->assertSame(['api_token' => get_string('secret_invalid', 'local_backend_sync')], $errors);
        $this->assertSame('', settings::secret('api_token'));
    }

    /**
     * Addresses.
     *
     * @return array
     */
    public static function url_provider(): array {
        return [
            ['http://localhost:8001', null],
            [' https://events.example.com/ ', null],
            ['https://example.com/pipeline', null],
            ['http://[::1]:8001', null],
            ['ftp://example.com', 'url_invalid'],
            ['example.com', 'url_invalid'],
            ['//example.com', 'url_invalid'],
            ['https://', 'url_invalid'],
            ['https://exa mple.com', 'url_invalid'],
            ['', 'url_invalid'],
            ['https://user:password@example.com', 'url_credentials'],
            ['https://example.com/?tenant=a', 'url_toolong'],
            ['https://example.com/#a', 'url_toolong'],
            ['https://example.com/api/v1/events/moodle', 'url_toolong'],
        ];
    }

    /**
     * Only an address is taken for one.
     *
     * @dataProvider url_provider
     * @param string $url
     * @param string|null $problem the name of the text; null for none
     */
    public function test_address_is_checked(string $url, ?string $problem): void {
        $setting = new receiver_url_setting('local_backend_sync/backend_url', '', '', '');

        $expected = $problem === null ? '' : get_string($problem, 'local_backend_sync');
        $this->assertSame($expected, $setting->write_setting($url));
    }

    /**
     * Tenants.
     */
    public function test_tenant_is_checked(): void {
        $setting = new tenant_setting('local_backend_sync/tenant_id', '', '', '');

        foreach (['default', 'a', '7-school', str_repeat('a', 63)] as $tenant) {
            $this->assertSame('', $setting->write_setting($tenant), $tenant);
        }
        foreach (['', 'School', '-a', 'a_b', "a\nb", str_repeat('a', 64), 'مدرسة'] as $tenant) {
            $this->assertSame(get_string('tenant_invalid', 'local_backend_sync'), $setting->write_setting($tenant), $tenant);
        }
    }

    /**
     * Numbers.
     */
    public function test_numbers_have_limits(): void {
        $setting = new number_setting('local_backend_sync/timeout', '', '', 10, 1, 60);

        foreach (['1', '60', '007'] as $number) {
            $this->assertSame('', $setting->write_setting($number), $number);
        }
        $error = get_string('number_invalid', 'local_backend_sync', ['min' => 1, 'max' => 60]);
        foreach (['0', '61', '-1', '1.5', 'ten', '', '99999999999999999999'] as $number) {
            $this->assertSame($error, $setting->write_setting($number), $number);
        }
    }

    /**
     * Whoever mends the way to the receiver wants it tried at once.
     */
    public function test_saving_what_concerns_the_way_to_the_receiver_ends_the_pause(): void {
        $values = [
            'backend_url' => 'https://new.example.com',
            'tenant_id' => 'new',
            'api_token' => ['value' => 'new'],
            'signing_secret' => ['value' => 'new'],
        ];
        foreach ($values as $name => $value) {
            pause::begin(answer::received(401, '', null, time()));
            $this->assertSame([], self::save([$name => $value]));
            $this->assertSame('', pause::problem(), $name);
        }

        pause::begin(answer::received(401, '', null, time()));
        self::save(['timeout' => '11']);
        $this->assertNotSame('', pause::problem());
    }

    /**
     * Lists that were never saved are wholly chosen; those that were saved empty are not.
     */
    public function test_choices_are_those_that_were_ticked(): void {
        unset_config('events', 'local_backend_sync');
        $this->assertTrue(settings::sends('user_deleted'));

        self::save(['events' => ['grade_updated' => '1', 'xxxxx' => '1']]);
        $this->assertTrue(settings::sends('grade_updated'));
        $this->assertFalse(settings::sends('user_deleted'));

        self::save(['item_kinds' => ['xxxxx' => '1']]);
        $this->assertFalse(settings::sends_item_kind('mod'));

        self::save(['roles' => ['xxxxx' => '1']]);
        $this->assertSame([], settings::roleids());
        $role = (int)get_archetype_roles('student')[array_key_first(get_archetype_roles('student'))]->id;
        self::save(['roles' => [$role]]);
        $this->assertSame([$role], settings::roleids());
    }

    /**
     * The names, types and defaults of the first version's settings.
     */
    public function test_settings_of_the_first_version_have_their_names_and_defaults(): void {
        $page = admin_get_root(true, true)->locate('local_backend_sync');

        $defaults = [];
        foreach ($page->settings as $setting) {
            $defaults[$setting->name] = $setting->get_defaultsetting();
        }
        $first = ['backend_url', 'api_token', 'tenant_id', 'enable_sync', 'retry_attempts', 'timeout', 'debug_mode'];
        $this->assertEquals(
            ['http://localhost:8001', '', 'default', 1, 3, 10, 0],
            array_map(fn($name) => $defaults[$name], $first)
        );
        foreach (settings::NUMBERS as $name => $default) {
            $this->assertEquals($default, $defaults[$name], $name);
        }
    }

    /**
     * The site may not make a key and has none: the token is used as it is.
     */
    public function test_a_token_in_clear_is_used_where_the_site_may_not_make_a_key(): void {
        global $CFG;
        $CFG->secretdataroot = make_request_directory();
        $CFG->nokeygeneration = true;
        set_config('api_token', 'in clear', 'local_backend_sync');
        $this->assertSame('in clear', settings::secret('api_token'));
        $this->assertDebuggingCalled();
        $this->assertSame('in clear', get_config('local_backend_sync', 'api_token'));
    }
}
