/** What a stack keeps on disk, and where. */
package io.moodlepipeline.localstack.data;
