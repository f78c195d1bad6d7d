using System.Globalization;
using System.Text;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story.Rules;

/// <summary>A process that connects to many places.</summary>
sealed class Scanner(ulong first)
{
    const int MostTargets = 4_096;

    readonly HashSet<ulong> _targets = [];
    readonly HashSet<int> _ports = [], _addresses = [];
    readonly HashSet<long> _answered = [];

    public ulong First { get; } = first;
    public Finding? Finding { get; set; }
    public long Tries => _targets.Count;

    public bool Scans => _targets.Count >= FindingBounds.ScanPlaces && _answered.Count * FindingBounds.ScanAnswers < _targets.Count;

    public void Try(FdInfo fd, bool isOpen)
    {
        if (_targets.Count >= MostTargets)
            return;
        var address = new HashCode();
        address.AddBytes(fd.DestinationIp);
        var hash = address.ToHashCode();
        _targets.Add((ulong)(uint)hash << 16 | fd.DestinationPort);
        _addresses.Add(hash);
        _ports.Add(fd.DestinationPort);
        if (isOpen)
            Answered(fd);
    }

    public void Answered(FdInfo fd)
    {
        if (_answered.Count < MostTargets)
            _answered.Add(fd.OpenedAt);
    }

    public byte[] Words() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_addresses.Count:#,0} addresses, {_ports.Count:#,0} ports"));
}
