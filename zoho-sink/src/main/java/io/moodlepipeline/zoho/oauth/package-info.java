/** Access tokens: one refresh in flight, one token for all instances of a tenant. */
package io.moodlepipeline.zoho.oauth;
