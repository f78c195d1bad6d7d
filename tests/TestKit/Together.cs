namespace CSysdig.Tests.TestKit;

/// <summary>Work that several threads do at once.</summary>
static class Together
{
    static readonly TimeSpan s_most = TimeSpan.FromMinutes(1);

    /// <summary>Runs each on a thread of its own, all at once. Fails with what the first of them throws, or when one does not end.</summary>
    public static void Run(params IReadOnlyList<Action> work)
    {
        using var start = new Barrier(work.Count);
        Await([.. work.Select(each => Start(() =>
        {
            start.SignalAndWait();
            each();
        }))]);
    }

    /// <summary>The same for several threads that do the same.</summary>
    public static void Run(int threads, Action<int> work) => Run([.. Enumerable.Range(0, threads).Select(i => (Action)(() => work(i)))]);

    /// <summary>Begins something that may wait for others.</summary>
    public static Task Start(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits until all have ended.</summary>
    public static void Await(params Task[] tasks)
    {
        Assert.True(Task.WhenAny(Task.WhenAll(tasks), Task.Delay(s_most)).Result is not null);
        var stuck = tasks.Count(t => !t.IsCompleted);
        foreach (var failed in tasks.Where(t => t.IsFaulted))
            failed.GetAwaiter().GetResult();
        Assert.True(stuck == 0, $"{stuck} of {tasks.Length} threads wait for ever");
    }

    /// <summary>Waits until a thread's work has come so far; what it says must stay so for a moment.</summary>
    public static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, s_most), "it never came");

    /// <summary>Something goes on waiting: it had time enough to end.</summary>
    public static void AssertWaits(Task task) => Assert.False(task.Wait(TimeSpan.FromMilliseconds(100)), "it did not wait");
}
