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
 * Tries whether the receiver would take this site's events.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Goes the way of an event step by step, and says of the first step that does not work what is wrong and what to do. Nothing is
 * stored at the receiver.
 */
final class connection_test {
    /** @var string[] the steps in their order */
    public const STEPS = ['settings', 'security', 'network', 'receiver', 'access'];

    /** @var test_step[] what was found so far */
    private array $steps = [];

    /**
     * A test.
     *
     * @param transport $transport the way to the receiver
     * @param string $url its address
     * @param bool $hastoken whether a token is set
     * @param bool $hassecret whether a secret for signatures is set
     */
    public function __construct(
        /** @var transport the way to the receiver */
        private readonly transport $transport,
        /** @var string its address */
        private readonly string $url,
        /** @var bool whether a token is set */
        private readonly bool $hastoken,
        /** @var bool whether a secret for signatures is set */
        private readonly bool $hassecret
    ) {
    }

    /**
     * Tests with the settings of the site.
     *
     * @return test_step[] all STEPS
     */
    public static function of_settings(): array {
        try {
            $test = new self(
                http_transport::of_settings(),
                settings::backend_url(),
                settings::secret('api_token') !== '',
                array_filter(settings::signing_secrets()) !== []
            );
        } catch (\moodle_exception $e) {
            return self::completed([new test_step('settings', test_step::ERROR, $e->getMessage())]);
        }
        return $test->run();
    }

    /**
     * Tests.
     *
     * @return test_step[] all STEPS
     */
    public function run(): array {
        $this->steps = [];
        // Each looks on only if the one before it found a way.
        $this->settings() && $this->security() && $this->health() && $this->access();
        return self::completed($this->steps);
    }

    /**
     * Whether the settings are complete.
     *
     * @return bool whether there is a use in going on
     */
    private function settings(): bool {
        $problem = $this->url === '' ? self::text('test_url_missing') : receiver_url::problem($this->url);
        if ($problem === '' && !$this->hastoken) {
            $problem = self::text('test_token_missing');
        }
        if ($problem !== '') {
            return $this->found('settings', test_step::ERROR, $problem);
        }
        if (site::state() !== site::CONFIRMED) {
            $iscopy = site::state() === site::COPY;
            $text = self::text($iscopy ? 'trouble_copy' : 'trouble_moved', site::confirmed_address());
            return $this->found('settings', test_step::WARNING, $text);
        }
        if (receiver_url::is_readable_underway($this->url)) {
            return $this->found('settings', test_step::WARNING, self::text('insecure', $this->url));
        }
        return $this->found('settings', test_step::OK, self::text('test_settings_ok', [
            'url' => $this->url,
            'tenant' => settings::tenant_id(),
        ]));
    }

    /**
     * Whether Moodle lets a request out.
     *
     * @return bool whether there is a use in going on
     */
    private function security(): bool {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        if (!(new \core\files\curl_security_helper())->url_is_blocked($this->url)) {
            return $this->found('security', test_step::OK, self::text('test_security_ok'));
        }
        $reason = receiver_url::is_unknown_host($this->url) ? 'error_host' : 'error_blocked';
        return $this->found('security', test_step::ERROR, self::text($reason, $this->url));
    }

    /**
     * Whether something answers, and whether it is the pipeline.
     *
     * @return bool whether there is a use in going on
     */
    private function health(): bool {
        $answer = $this->transport->get('/api/v1/health');
        if ($answer->status === null) {
            return $this->found('network', test_step::ERROR, $answer->problem);
        }
        $this->found('network', test_step::OK, self::text('test_network_ok'));
        $body = json_decode($answer->body, true);
        if (is_array($body) && $answer->status === 200 && (isset($body['status']) || isset($body['success']))) {
            return $this->found('receiver', test_step::OK, self::text('test_receiver_ok'));
        }
        if (is_array($body) && $answer->status === 503 && isset($body['code'])) {
            return $this->found('receiver', test_step::WARNING, self::text('test_receiver_busy', $answer->problem));
        }
        $isredirect = $answer->status >= 300 && $answer->status < 400;
        return $this->found('receiver', test_step::ERROR, self::text(
            $isredirect ? 'test_receiver_redirect' : 'test_receiver_other',
            ['url' => $this->url, 'status' => $answer->status]
        ));
    }

    /**
     * Whether the receiver knows this site.
     *
     * @return bool whether it does
     */
    private function access(): bool {
        $answer = $this->transport->post('/api/v1/connection-test', '{}', []);
        if ($answer->status === 404 || $answer->status === 405) {
            return $this->access_to_older_receiver();
        }
        if (!$answer->is_success()) {
            return $this->found('access', test_step::ERROR, $this->explain($answer));
        }
        $isverified = ($answer->fields()['signature'] ?? '') === 'verified';
        if ($this->hassecret && !$isverified) {
            return $this->found('access', test_step::WARNING, self::text('test_access_secretunused'));
        }
        if (!$isverified) {
            return $this->found('access', test_step::OK, self::text('test_access_ok'));
        }
        // Which kind of signature it looked at; receivers of before do not say, and look at that of the body alone.
        $kinds = (array)($answer->fields()['signatures'] ?? ['legacy']);
        $text = in_array('standard', $kinds, true)
            ? (in_array('legacy', $kinds, true) ? 'test_access_verified_both' : 'test_access_verified_standard')
            : 'test_access_verified_body';
        return $this->found('access', test_step::OK, self::text($text));
    }

    /**
     * Asks a receiver that has nothing to be tested with. It looks at the token before it looks at the type of the content, and
     * reads no content of this type.
     *
     * @return bool whether it knows this site
     */
    private function access_to_older_receiver(): bool {
        $answer = $this->transport->post('/api/v1/events/moodle/user_updated', '{}', ['Content-Type' => 'text/plain']);
        if ($answer->status === 415) {
            return $this->found('access', test_step::WARNING, self::text('test_access_older'));
        }
        if ($answer->is_accepted() || in_array($answer->status, [400, 422])) {
            return $this->found('access', test_step::WARNING, self::text('test_access_unknown', 'HTTP ' . $answer->status));
        }
        return $this->found('access', test_step::ERROR, $this->explain($answer));
    }

    /**
     * Why the receiver does not want this site's events.
     *
     * @param answer $answer
     * @return string
     */
    private function explain(answer $answer): string {
        if ($answer->status === null) {
            return $answer->problem;
        }
        if ($answer->is_foreign() && $answer->status < 500) {
            return self::text('test_access_foreign', $answer->problem);
        }
        if ($answer->status === 401) {
            // The receiver's codes; one that tells none has looked at the token.
            if (strpos($answer->problem, 'BAD_SIGNATURE') !== false) {
                return self::text($this->hassecret ? 'test_access_badsecret' : 'test_access_nosecret');
            }
            return self::text('test_access_badtoken', settings::tenant_id());
        }
        $reasons = [403 => 'test_access_address', 429 => 'test_access_rate'];
        $fallback = $answer->status >= 500 ? 'test_access_failed' : 'test_access_refused';
        return self::text($reasons[$answer->status] ?? $fallback, $answer->problem);
    }

    /**
     * Notes a step.
     *
     * @param string $name
     * @param string $status
     * @param string $text
     * @return bool whether there is a use in going on
     */
    private function found(string $name, string $status, string $text): bool {
        $this->steps[] = new test_step($name, $status, $text);
        return $status !== test_step::ERROR;
    }

    /**
     * Adds the steps that were not come to.
     *
     * @param test_step[] $steps
     * @return test_step[]
     */
    private static function completed(array $steps): array {
        foreach (array_slice(self::STEPS, count($steps)) as $name) {
            $steps[] = new test_step($name, test_step::SKIPPED, self::text('test_skipped'));
        }
        return $steps;
    }

    /**
     * A text of this plugin.
     *
     * @param string $name
     * @param mixed $a
     * @return string
     */
    private static function text(string $name, $a = null): string {
        return get_string($name, 'local_backend_sync', $a);
    }
}
