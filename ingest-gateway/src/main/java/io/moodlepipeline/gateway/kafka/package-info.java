/** Records to the brokers, acknowledged, and whether they take any. */
package io.moodlepipeline.gateway.kafka;
