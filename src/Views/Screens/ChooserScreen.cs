using CSysdig.Views.Catalog;
using CSysdig.Views.Drawing;

namespace CSysdig.Views.Screens;

/// <summary>Chooses another view for a selection.</summary>
sealed class ChooserScreen : PickerScreen
{
    readonly IReadOnlyList<ViewDefinition> _views;
    readonly ViewDefinition? _now;

    public ChooserScreen(IScreenHost host, Selection selection, ViewDefinition? now) : base(host)
    {
        Selection = selection;
        _now = now;
        _views = Offered.For(selection, host.Containers);
        Position.Fit(_views.Count, _views.Count);
        for (var i = 0; i < _views.Count; i++)
            if (_views[i].Id == now?.Id)
                Position.Select(i);
    }

    public override string Title => "Views";
    public override Selection Selection { get; }
    public override int Count => _views.Count;
    protected override string Heading => "View";

    protected override (string Name, string Mark) Entry(int index) => (_views[index].Name, _views[index].Id == _now?.Id ? "•" : "");

    protected override void Describe(int index)
    {
        var view = _views[index];
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
        if (_views[index].Id != _now?.Id)
            Host.Replace(Ways.Open(Host, _views[index], Selection));
    }
}
