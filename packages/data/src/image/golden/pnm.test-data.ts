// binary PNM images: written by tooling/golden/images.py with Pillow 9.4.0, libjpeg-turbo 2.1.5, zlib 1.2.13. One case a line; `file` and deflated `pixels` in base64.
export const pnmGolden = `
{"name": "P6", "file": "UDYKIyBhIGNvbW1lbnQKNSAzCjI1NQqAAv+VIv+vQf/IX//Zf/2PH/oAGP8AHP8AFP4AGv+hPO64YfHIe+/dnO3svO8=", "width": 5, "height": 3, "channels": 3, "bits": 8, "pixels": "eNoBLQDS/4AC/5Ui/69B/8hf/9l//Y8f+gAY/wAc/wAU/gAa/6E87rhh8ch7792c7ey870FPGqs="}
{"name": "P5", "file": "UDUgNQkzDQoyNTUggJWvyNmPAAAAAKG4yN3s", "width": 5, "height": 3, "channels": 1, "bits": 8, "pixels": "eNprmLr+xM1+BiBYuOPE3TcAO+QH3w=="}
{"name": "P5, maxval 65535", "file": "UDUgNSAzIDY1NTM1CoDhlhewd8kG2e6PuQAAAAAAAAAAoaG5rclI3g7tBw==", "width": 5, "height": 3, "channels": 1, "bits": 16, "pixels": "eNpreDhNfEP5Sbab7/p3MkDBwoU71570uMf3lh0AzXsMrQ=="}
{"name": "P6, maxval 15", "file": "UDYgNSAzIDE1CgcADwgCDwoDDwsFDwwHDggBDgABDwABDwABDgABDwkDDgoFDgsHDg0JDQ0LDg==", "width": 5, "height": 3, "channels": 3, "bits": 8, "pixels": "eNorZ/jfofR/lfH/3aH/z5S/6xB8xyD4H4xAjJnG71aFvttd/u7uzLt3d78DACfuGZI="}
{"name": "P4", "file": "UDQgMTAgMwoAAHvAAAA=", "width": 10, "height": 3, "channels": 1, "bits": 8, "pixels": "eNr7/x8OGIAAQsABAFfUFes="}
`;
