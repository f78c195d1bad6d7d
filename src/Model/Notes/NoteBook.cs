using CSysdig.Capture;

namespace CSysdig.Model.Notes;

/// <summary>
/// The notes on a capture. They lie in a file beside it, or of a machine that is watched in memory alone until a capture of it is saved. One thread changes them;
/// any may read <see cref="All"/>.
/// </summary>
public sealed class NoteBook
{
    readonly HashSet<string> _written = new(StringComparer.Ordinal);
    readonly string? _file;
    readonly Dictionary<NoteKey, Note> _byKey = [];
    readonly HashSet<ulong> _times = [];
    volatile Note[] _all = [];

    NoteBook(string? file, string? problem) => (_file, Problem) = (file, problem);

    /// <summary>Of what lies in no file.</summary>
    public static NoteBook InMemory() => new(null, null);

    /// <summary>The notes beside a capture; <see cref="Problem"/> says why they can't be read.</summary>
    /// <param name="capture">A file, or a folder of segments.</param>
    public static NoteBook Beside(string capture)
    {
        var file = NotesFile.Beside(capture);
        try
        {
            var book = new NoteBook(file, null);
            book.Take(NotesFile.Read(file));
            return book;
        }
        catch (Exception e) when (e is NotesException or IOException or UnauthorizedAccessException)
        {
            return new NoteBook(file, e is NotesException ? e.Message : $"{file} can't be read: {FileProblem.Of(e)}");
        }
    }

    /// <summary>Why the file is not read, and is not written over; null where nothing is wrong.</summary>
    public string? Problem { get; }

    /// <summary>They have a file from the beginning on.</summary>
    public bool HasFile => _file is not null;

    public bool IsAny => _all.Length > 0;

    /// <summary>All of them in the order of their times, then of their making.</summary>
    public IReadOnlyList<Note> All => _all;

    public Note? Find(NoteKey key) => _byKey.GetValueOrDefault(key);

    /// <summary>There are notes on values of a field.</summary>
    public bool Has(string field)
    {
        foreach (var note in _all)
            if (note.On.Field == field)
                return true;
        return false;
    }

    /// <summary>There is a note with a time.</summary>
    public bool HasAt(ulong time) => _times.Contains(time);

    /// <summary>Adds a note, or puts it in the place of the one with its key; without a text it takes that one away.</summary>
    /// <returns>Why it is kept for this run alone; null where the file has it, or there is none.</returns>
    /// <exception cref="NotesException">It is too long, or there are too many.</exception>
    public string? Put(NoteKey key, string text)
    {
        text = text.Trim();
        if (text.Length > NotesFile.LongestText || key.Value.Length > NotesFile.LongestValue)
            throw new NotesException($"a note has at most {NotesFile.LongestText} characters");
        if (text.Length > 0 && !_byKey.ContainsKey(key) && _byKey.Count >= NotesFile.Most)
            throw new NotesException($"there are {NotesFile.Most:#,0} notes already");
        if (text.Length > 0)
            _byKey[key] = new Note(key, text);
        else
            _byKey.Remove(key);
        Order();
        return _file is null ? null : Problem ?? Write(_file);
    }

    /// <summary>Writes them beside a capture that was saved; nothing where there are none.</summary>
    /// <returns>Why they could not be; null where they are.</returns>
    public string? SaveBeside(string capture)
    {
        if (!IsAny)
            return null;
        var file = NotesFile.Beside(capture);
        lock (_written)
        {
            if (!_written.Contains(file) && Path.Exists(file))
                return $"{file} exists: the notes are not written there";
            var problem = Write(file);
            if (problem is null)
                _written.Add(file);
            return problem;
        }
    }

    string? Write(string file)
    {
        try
        {
            NotesFile.Write(file, _all);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file} can't be written: {FileProblem.Of(e)}";
        }
    }

    void Take(List<Note> notes)
    {
        foreach (var note in notes)
            _byKey[note.On] = note;
        Order();
    }

    void Order()
    {
        _all = [.. _byKey.Values.OrderBy(note => note.On.Time)];
        _times.Clear();
        _times.UnionWith(_all.Select(note => note.On.Time));
    }
}
