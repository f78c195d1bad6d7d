namespace CSysdig.Capture.Buckets;

/// <summary>Asks again what may have failed only now, each time after a longer wait.</summary>
static class Retrying
{
    const int FirstWaitMs = 100, LongestWaitMs = 5000;

    /// <param name="tries">How often in all.</param>
    /// <param name="afterwards">What is done after each that failed.</param>
    /// <exception cref="BucketException">It failed for good.</exception>
    public static void Run(int tries, Func<Task> act, Action afterwards, CancellationToken cancel)
    {
        for (var tried = 1; ; tried++)
            try
            {
                act().GetAwaiter().GetResult();
                return;
            }
            catch (BucketException e)
            {
                afterwards();
                if (!e.MayPass || tried == tries || cancel.WaitHandle.WaitOne(Wait(tried)))
                    throw;
            }
            catch (OperationCanceledException)
            {
                throw new BucketException("it was ended");
            }
    }

    /// <summary>Many that failed at one time should not come back at one time.</summary>
    public static TimeSpan Wait(int tried) =>
        TimeSpan.FromMilliseconds(Math.Min(LongestWaitMs, FirstWaitMs * Math.Pow(2, Math.Min(tried - 1, 16))) * (0.5 + Random.Shared.NextDouble() / 2));
}
