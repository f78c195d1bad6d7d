using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using Terminal.Gui.Input;

namespace CSysdig.Views.Screens;

/// <summary>Chooses another view for a selection. Letters narrow the list; views that have no rows there are dimmed as soon as that is known.</summary>
sealed class ChooserScreen : PickerScreen
{
    const int MostTyped = 40;

    readonly IReadOnlyList<ViewDefinition> _offered;
    readonly ViewDefinition? _now;
    readonly IScreenHost _of;
    /// <summary>Null where many captures would have to be asked.</summary>
    readonly EmptyViews? _empty;
    /// <summary>What is listed; screens of our own are of the whole machine: they are offered where that is looked at, above the views.</summary>
    readonly List<Choice> _entries = [];
    string _typed = "";
    int _known;

    /// <param name="of">Around screens that are of one capture.</param>
    public ChooserScreen(IScreenHost host, Selection selection, ViewDefinition? now, IScreenHost of) : base(host)
    {
        Selection = selection;
        (_now, _of) = (now, of);
        _offered = [.. Offered.For(selection, host.Containers).Where(view => host.Fleet is null || view.Kind == ViewKind.Table)];
        _empty = host.Fleet is null ? new EmptyViews(host.History, selection, _offered) : null;
        List();
    }

    public override Places Place => Places.Views;
    public override string Title => "Views";
    public override Selection Selection { get; }
    public override Screen About(Selection selection) => new ChooserScreen(Host, selection, _now, _of);
    public override int Count => _entries.Count;
    public override string EmptyText => $"No view is called so. {Keys.Of(Act.Back)} takes a letter back, {Keys.Of(Act.Cancel)} all.";
    protected override string Heading => _typed.Length == 0 ? "View" : $"View: {_typed}";
    protected override string Hint => "type to narrow";

    protected override (string Name, string Mark) Entry(int index) => (_entries[index].Name, _entries[index].Id == _now?.Id ? "•" : "");

    protected override Style StyleOf(int index) => _entries[index].View is { } view && IsEmpty(view) ? Style.Dim : Style.Text;

    protected override void Describe(int index)
    {
        Say(_entries[index].Name, Style.Heading);
        if (_entries[index].View is not { } view)
        {
            Say(_entries[index].Own!.Details);
            return;
        }
        if (IsEmpty(view))
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
        if (_empty is not { Count: var known } || known == _known)
            return;
        _known = known;
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

    public override void Close() => _empty?.Dispose();

    bool IsEmpty(ViewDefinition view) => _empty?.Contains(view) == true;

    // The chooser lies on top of the screen whose place the view takes.
    protected override void Choose(int index)
    {
        var chosen = _entries[index];
        Host.Back();
        if (chosen.Id == _now?.Id)
            return;
        if (chosen.Own is { } own)
            Host.Open(own.Make(own.IsOfOne ? _of : Host, Selection.Range));
        else
            Host.Replace(Ways.Open(Host, chosen.View!, Selection));
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
        if (Host.Fleet is not null)
            _entries.AddRange(new[] { new Choice(null, OwnScreens.Hosts) }.Where(IsMeant));
        if (Selection.Steps.Count == 0)
            _entries.AddRange(OwnScreens.All.Where(own => !own.IsOfOne || _of.Fleet is null).Select(own => new Choice(null, own)).Where(IsMeant));
        _entries.AddRange(_offered.Select(view => new Choice(view, null)).Where(IsMeant));
        Position.Fit(Count, Math.Max(Position.Height, _typed.Length == 0 ? Count : 1));
        Position.Select(Math.Max(0, _entries.FindIndex(choice => _typed.Length == 0 ? choice.Id == _now?.Id
            : choice.Name.StartsWith(_typed, StringComparison.OrdinalIgnoreCase))));
    }

    bool IsMeant(Choice choice) => choice.Name.Contains(_typed, StringComparison.OrdinalIgnoreCase) || choice.Id.Contains(_typed, StringComparison.OrdinalIgnoreCase);

    /// <summary>A view, or a screen of our own.</summary>
    readonly record struct Choice(ViewDefinition? View, OwnScreen? Own)
    {
        public string Id => View?.Id ?? Own!.Id;
        public string Name => View?.Name ?? Own!.Name;
    }
}
