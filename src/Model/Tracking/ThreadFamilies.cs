namespace CSysdig.Model.Tracking;

/// <summary>How threads make up processes and who is whose parent; libs has kept that in two ways.</summary>
abstract class ThreadFamilies
{
    /// <summary>The process id that the entry of an unknown thread gets.</summary>
    public abstract long PidOfUnknown(long tid);

    /// <summary>A thread has been added to the table.</summary>
    public abstract void Enter(FollowedThread thread, bool fromTable);

    /// <summary>The process list is complete.</summary>
    public abstract void Connect();

    /// <summary>A thread is to go, and its children need another parent.</summary>
    public abstract void Remove(FollowedThread thread, bool force);

    /// <summary>A thread is out of the table, or is about to change its process.</summary>
    public abstract void Leave(FollowedThread thread);

    /// <summary>A thread has changed its process.</summary>
    public abstract void Rejoin(FollowedThread thread);

    /// <summary>The exit of a thread has been seen; it stays in the table until the next event.</summary>
    public abstract void Die(FollowedThread thread, long reaper);

    /// <summary>The main thread of one that isn't main itself, or null.</summary>
    public abstract FollowedThread? MainOf(FollowedThread thread);

    public abstract void Clear();
}
