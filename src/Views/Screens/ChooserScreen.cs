using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using Terminal.Gui.Input;

namespace CSysdig.Views.Screens;

/// <summary>Chooses another view for a selection. Letters narrow the list; views that have no rows there are dimmed as soon as that is known.</summary>
sealed class ChooserScreen : PickerScreen
{
    const string Story = "Story";
    const int MostTyped = 40;

    readonly IReadOnlyList<ViewDefinition> _offered;
    readonly ViewDefinition? _now;
    readonly EmptyViews _empty;
    /// <summary>What is listed; null is the story, which is of the whole machine: it is offered where that is looked at, above the views.</summary>
    readonly List<ViewDefinition?> _entries = [];
    string _typed = "";
    int _known;

    public ChooserScreen(IScreenHost host, Selection selection, ViewDefinition? now) : base(host)
    {
        Selection = selection;
        _now = now;
        _offered = Offered.For(selection, host.Containers);
        _empty = new EmptyViews(host.History, selection, _offered);
        List();
    }

    public override Places Place => Places.Views;
    public override string Title => "Views";
    public override Selection Selection { get; }
    public override Screen About(Selection selection) => new ChooserScreen(Host, selection, _now);
    public override int Count => _entries.Count;
    public override string EmptyText => $"No view is called so. {Keys.Of(Act.Back)} takes a letter back, {Keys.Of(Act.Cancel)} all.";
    protected override string Heading => _typed.Length == 0 ? "View" : $"View: {_typed}";
    protected override string Hint => "type to narrow";

    protected override (string Name, string Mark) Entry(int index) => (NameOf(_entries[index]), _entries[index] is { } view && view.Id == _now?.Id ? "•" : "");

    protected override Style StyleOf(int index) => _entries[index] is { } view && _empty.Contains(view) ? Style.Dim : Style.Text;

    protected override void Describe(int index)
    {
        if (_entries[index] is not { } view)
        {
            Say(Story, Style.Heading);
            Say("What looks like an attack: findings in the order of time, by login session, each with the way to its evidence. Empty where nothing does.");
            return;
        }
        Say(view.Name, Style.Heading);
        if (_empty.Contains(view))
            Say("It has no rows in this selection.", Style.Warning);
        if (view.Description.Length > 0)
            Say(view.Description);
        foreach (var tip in view.Tips)
        {
            Say("");
            Say(tip, Style.Dim);
        }
        Say("");
        Say("Columns", Style.Heading);
        foreach (var column in view.Shown)
            Say(column.Description.Length > 0 ? $"{column.Name}: {column.Description}" : $"{column.Name}: {column.Field}");
        if (view.Filter.Length == 0)
            return;
        Say("");
        Say("Filter", Style.Heading);
        Say(view.Filter, Style.Path);
    }

    public override void Tick()
    {
        if (_empty.Count == _known)
            return;
        _known = _empty.Count;
        DescribeAgain();
    }

    public override bool Press(Key key)
    {
        if (!KeyNames.IsText(key))
            return false;
        // A blank at the start narrows nothing.
        Narrow(_typed + key.AsGrapheme);
        return true;
    }

    public override bool Paste(string text)
    {
        Narrow(_typed + string.Concat(text.Trim().Where(c => !char.IsControl(c))));
        return true;
    }

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Back when _typed.Length > 0:
                Narrow(_typed[..^1]);
                return true;
            case Act.Cancel when _typed.Length > 0:
                Narrow("");
                return true;
            default:
                return base.Do(act);
        }
    }

    public override void Close() => _empty.Dispose();

    // The chooser lies on top of the screen whose place the view takes.
    protected override void Choose(int index)
    {
        var chosen = _entries[index];
        Host.Back();
        if (chosen is null)
            Host.Open(new StoryScreen(Host));
        else if (chosen.Id != _now?.Id)
            Host.Replace(Ways.Open(Host, chosen, Selection));
    }

    void Narrow(string typed)
    {
        typed = typed.TrimStart();
        _typed = typed[..Math.Min(typed.Length, MostTyped)];
        List();
        DescribeAgain();
    }

    // Nothing typed selects the view that is shown now, letters the first name that begins with them.
    void List()
    {
        _entries.Clear();
        if (Selection.Steps.Count == 0 && IsIn(Story))
            _entries.Add(null);
        _entries.AddRange(_offered.Where(view => IsIn(view.Name) || IsIn(view.Id)));
        Position.Fit(Count, Math.Max(Position.Height, _typed.Length == 0 ? Count : 1));
        Position.Select(Math.Max(0, _entries.FindIndex(view => _typed.Length == 0 ? view is not null && view.Id == _now?.Id
            : NameOf(view).StartsWith(_typed, StringComparison.OrdinalIgnoreCase))));
    }

    bool IsIn(string name) => name.Contains(_typed, StringComparison.OrdinalIgnoreCase);

    static string NameOf(ViewDefinition? view) => view?.Name ?? Story;
}
