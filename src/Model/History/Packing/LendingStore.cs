namespace CSysdig.Model.History.Packing;

/// <summary>
/// A cache of numbered items, few of which are in memory: those that lie nowhere else yet, and of the others those that were asked for last.
/// One thread adds; any thread borrows, and whoever needs an item that lies aside fetches it. Who needs one that another thread is fetching
/// fetches one of the next meanwhile.
/// </summary>
/// <typeparam name="T">An item.</typeparam>
/// <typeparam name="TPlace">Where an item lies while it is not in memory.</typeparam>
abstract class LendingStore<T, TPlace> where T : class, ILent where TPlace : struct
{
    /// <param name="Item">In memory, or null.</param>
    /// <param name="Place">Where it lies aside; null while it is in memory alone.</param>
    /// <param name="Recent">Its place among those that were fetched, while it is in memory.</param>
    /// <param name="IsClaimed">Somebody is fetching it.</param>
    /// <param name="IsLost">It can't be had again: nobody tries twice.</param>
    record struct Slot(T? Item, TPlace? Place, LinkedListNode<int>? Recent, bool IsClaimed, bool IsLost);

    readonly Sliding<Slot> _slots = new();
    /// <summary>Items in memory that lie aside too, the one asked for last first.</summary>
    readonly LinkedList<int> _recent = new();

    /// <summary>Guards everything here, and what those who derive from it count.</summary>
    protected object Gate { get; } = new();

    /// <summary>How many there are, with those that were let go.</summary>
    public int Count => _slots.End;

    /// <summary>What those take that were fetched. Under the lock.</summary>
    protected long RecentBytes { get; private set; }

    /// <summary>How much of what was fetched stays in memory. Under the lock.</summary>
    protected abstract long RecentLimit { get; }

    /// <summary>So many stay however little memory there is.</summary>
    protected virtual int RecentLeast => 0;

    /// <summary>How many, from the one that is asked for on, somebody may fetch who would have to wait. Under the lock.</summary>
    protected virtual int Ahead => 1;

    /// <summary>An item out of where it lies, or null with a reason that the store has noted. Any thread, without the lock.</summary>
    protected abstract T? Fetch(int index, TPlace place);

    /// <summary>Nobody has it any more. Under the lock.</summary>
    protected abstract void Unused(T item);

    /// <summary>What lies there is needed no more. Under the lock.</summary>
    protected abstract void Free(TPlace place);

    /// <summary>The items that are there, from the oldest on: where they lie.</summary>
    protected IEnumerable<TPlace?> Places => Enumerable.Range(_slots.First, _slots.End - _slots.First).Select(i => _slots[i].Place);

    /// <summary>How many are in memory.</summary>
    public int InMemory
    {
        get
        {
            lock (Gate)
                return Enumerable.Range(_slots.First, _slots.End - _slots.First).Count(i => _slots[i].Item is not null);
        }
    }

    public bool IsInMemory(int index)
    {
        lock (Gate)
            return _slots.Has(index) && _slots[index].Item is not null;
    }

    /// <summary>It has not been let go.</summary>
    protected bool IsThere(int index)
    {
        lock (Gate)
            return _slots.Has(index);
    }

    /// <summary>The number of the oldest that is there.</summary>
    protected int First => _slots.First;

    /// <summary>Where an item lies aside; null while it is in memory alone, or was let go.</summary>
    public TPlace? PlaceOf(int index)
    {
        lock (Gate)
            return _slots.Has(index) ? _slots[index].Place : null;
    }

    /// <summary>The item in memory. Under the lock, of one that is there.</summary>
    protected T ItemOf(int index) => _slots[index].Item!;

    /// <summary>An item, to be given back: what it is made of is used again when nobody has it. Null when it was let go or can't be had.</summary>
    protected T? TryLend(int index)
    {
        while (true)
        {
            int claimed;
            TPlace place;
            lock (Gate)
            {
                if (!_slots.Has(index) || _slots[index].IsLost)
                    return null;
                if (_slots[index].Item is { } there)
                {
                    if (_slots[index].Recent is { } recent && recent != _recent.First)
                    {
                        _recent.Remove(recent);
                        _recent.AddFirst(recent);
                    }
                    there.Holders++;
                    return there;
                }
                claimed = Claim(index);
                if (claimed < 0)
                {
                    Monitor.Wait(Gate);
                    continue;
                }
                place = _slots[claimed].Place!.Value;
            }
            if (Keep(claimed, FetchClaimed(claimed, place), index) is { } fetched)
                return fetched;
        }
    }

    public void GiveBack(T item)
    {
        lock (Gate)
            Release(item);
    }

    /// <summary>Adds an item that lies nowhere else yet. Under the lock.</summary>
    protected void AddItem(T item) => _slots.Add(new Slot { Item = item });

    /// <summary>Adds one that lies aside.</summary>
    protected void AddPlace(TPlace place) => _slots.Add(new Slot { Place = place });

    /// <summary>An item that was in memory alone lies aside now, and may leave. False when it was let go meanwhile.</summary>
    protected bool Stored(int index, TPlace place)
    {
        lock (Gate)
        {
            if (!_slots.Has(index))
            {
                Free(place);
                return false;
            }
            var item = ItemOf(index);
            _slots[index] = new Slot { Place = place };
            Release(item);
            return true;
        }
    }

    /// <summary>Items before one are needed no more; who has one keeps it.</summary>
    public virtual void DropBefore(int index)
    {
        lock (Gate)
        {
            for (var i = _slots.First; i < index; i++)
            {
                if (_slots[i].Place is { } place)
                    Free(place);
                if (_slots[i].Recent is not null)
                    Leave(i);
                else if (_slots[i].Item is { } item)
                    Release(item);
            }
            _slots.DropBefore(index);
            // Who waits for one of them is told that it is gone.
            Monitor.PulseAll(Gate);
        }
    }

    /// <summary>The item, or one of the next, is this thread's to fetch; -1 when others fetch all of them.</summary>
    int Claim(int index)
    {
        for (var i = index; i < Math.Min(_slots.End, index + Ahead); i++)
        {
            ref var slot = ref _slots[i];
            if (slot.IsClaimed || slot.IsLost || slot.Item is not null || slot.Place is null)
                continue;
            slot.IsClaimed = true;
            return i;
        }
        return -1;
    }

    /// <summary>Fetches; what a lack of memory kept from being fetched is anybody's to try again.</summary>
    T? FetchClaimed(int index, TPlace place)
    {
        try
        {
            return Fetch(index, place);
        }
        catch
        {
            lock (Gate)
            {
                if (_slots.Has(index))
                    _slots[index].IsClaimed = false;
                Monitor.PulseAll(Gate);
            }
            throw;
        }
    }

    /// <summary>Puts what was fetched into memory, where others leave for it; lends it at once if it is the one that was asked for.</summary>
    T? Keep(int index, T? item, int asked)
    {
        lock (Gate)
        {
            Monitor.PulseAll(Gate);
            if (!_slots.Has(index))
            {
                if (item is not null)
                    Release(item);
                return null;
            }
            ref var slot = ref _slots[index];
            slot = slot with { Item = item, IsClaimed = false, IsLost = item is null };
            if (item is null)
                return null;
            slot.Recent = _recent.AddFirst(index);
            RecentBytes += item.MemoryBytes;
            if (index == asked)
                item.Holders++;
            while (_recent.Count > RecentLeast && RecentBytes > RecentLimit)
                Leave(_recent.Last!.Value);
            return index == asked ? item : null;
        }
    }

    /// <summary>One that lies aside too leaves memory.</summary>
    void Leave(int index)
    {
        ref var slot = ref _slots[index];
        _recent.Remove(slot.Recent!);
        RecentBytes -= slot.Item!.MemoryBytes;
        Release(slot.Item);
        (slot.Item, slot.Recent) = (null, null);
    }

    void Release(T item)
    {
        if (--item.Holders == 0)
            Unused(item);
    }
}
