using CSysdig.Views.Catalog;
using CSysdig.Views.Drawing;

namespace CSysdig.Views.Screens;

/// <summary>Chooses another view for a selection.</summary>
sealed class ChooserScreen : PickerScreen
{
    readonly IReadOnlyList<ViewDefinition> _views;
    /// <summary>The story is of the whole machine: it is offered where that is looked at, above the views.</summary>
    readonly int _stories;
    readonly ViewDefinition? _now;

    public ChooserScreen(IScreenHost host, Selection selection, ViewDefinition? now) : base(host)
    {
        Selection = selection;
        _now = now;
        _views = Offered.For(selection, host.Containers);
        _stories = selection.Steps.Count == 0 ? 1 : 0;
        Position.Fit(Count, Count);
        for (var i = 0; i < _views.Count; i++)
            if (_views[i].Id == now?.Id)
                Position.Select(i + _stories);
    }

    public override string Title => "Views";
    public override Selection Selection { get; }
    public override int Count => _views.Count + _stories;
    protected override string Heading => "View";

    protected override (string Name, string Mark) Entry(int index) => index < _stories ? ("Story", "") : (ViewAt(index).Name, ViewAt(index).Id == _now?.Id ? "•" : "");

    protected override void Describe(int index)
    {
        if (index < _stories)
        {
            Say("Story", Style.Heading);
            Say("What looks like an attack: findings in the order of time, by login session, each with the way to its evidence. Empty where nothing does.");
            return;
        }
        var view = ViewAt(index);
        Say(view.Name, Style.Heading);
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

    // The chooser lies on top of the screen whose place the view takes.
    protected override void Choose(int index)
    {
        Host.Back();
        if (index < _stories)
            Host.Open(new StoryScreen(Host));
        else if (ViewAt(index).Id != _now?.Id)
            Host.Replace(Ways.Open(Host, ViewAt(index), Selection));
    }

    ViewDefinition ViewAt(int index) => _views[index - _stories];
}
