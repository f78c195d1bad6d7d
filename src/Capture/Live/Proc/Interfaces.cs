using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Proc;

/// <summary>The addresses of this machine's network interfaces.</summary>
static class Interfaces
{
    public static List<InterfaceEntry> Read()
    {
        var entries = new List<InterfaceEntry>();
        try
        {
            foreach (var device in NetworkInterface.GetAllNetworkInterfaces())
                foreach (var address in device.GetIPProperties().UnicastAddresses)
                    if (address.Address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
                        entries.Add(Entry(device.Name, address));
        }
        catch (NetworkInformationException)
        {
            // Names are missing then, and nothing else.
        }
        return entries;
    }

    static InterfaceEntry Entry(string name, UnicastIPAddressInformation address)
    {
        var ip = address.Address.GetAddressBytes();
        var mask = new byte[ip.Length];
        for (var bit = 0; bit < Math.Min(address.PrefixLength, ip.Length * 8); bit++)
            mask[bit / 8] |= (byte)(0x80 >> bit % 8);
        var broadcast = new byte[ip.Length];
        for (var i = 0; i < ip.Length; i++)
            broadcast[i] = (byte)(ip[i] | ~mask[i]);
        return new InterfaceEntry(Encoding.UTF8.GetBytes(name), ip, mask, broadcast, 0);
    }
}
