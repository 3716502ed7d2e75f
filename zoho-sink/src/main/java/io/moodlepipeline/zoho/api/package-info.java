/** Zoho CRM's REST API as far as the sink uses it: requests, replies row by row, and what each refusal means. */
package io.moodlepipeline.zoho.api;
