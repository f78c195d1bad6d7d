namespace CSysdig.Model.History;

/// <summary>Events from a row on are wanted for a while, and stay although a window has moved on, unless there is no room for them. <see cref="IDisposable.Dispose"/> gives them up.</summary>
public sealed class HistoryPin : IDisposable
{
    readonly HistoryWindow _window;
    volatile bool _isLost;
    long _row;

    internal HistoryPin(HistoryWindow window, long row) => (_window, _row) = (window, row);

    public long Row => Volatile.Read(ref _row);

    /// <summary>Those before a later row are wanted no more.</summary>
    public void MoveTo(long row) => Volatile.Write(ref _row, row);

    /// <summary>There was no room: some of the events are gone.</summary>
    public bool IsLost
    {
        get => _isLost;
        internal set => _isLost = value;
    }

    public void Dispose() => _window.GiveUp(this);
}
