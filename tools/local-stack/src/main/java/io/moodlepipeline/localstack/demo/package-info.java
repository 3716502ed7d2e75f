/** The verb {@code demo}: a short story of sample events, and the rows they became. */
package io.moodlepipeline.localstack.demo;
